/** What the demo asks of the agent. */

export const CUSTOMER_QUERY = 'Get customer information for John Doe';
export const LIST_QUERY = 'Show me a list of customers';
export const ANALYSIS_QUERY = 'Analyze customer data';
/** The one whose calls fan out, and whose worker is killed. */
export const FAN_OUT_QUERY =
  'Check John Doe (info, payments, credit, legal opinion) and send reminders to him and to Acme Tools';
