/** Real requests: what a service took has no error by its rules, and stays as it is; what it refused is told in its very words. */
import { diagnose, mend, SERVICES, type Service } from '../../src/index.js';
import { fieldsOf } from '../../src/testing/json.js';
import { describeRecorded, recordedFiles, type Recorded } from '../recorded/recorded-files.js';

const ALL = [...recordedFiles('chat'), ...recordedFiles('responses')].filter(({ request }) => request !== undefined);
const serviceOf = ({ provider, file }: Recorded): Service =>
  SERVICES.find((service) => `${provider} ${file}`.includes(service) && service !== 'openai') ?? 'openai';

describeRecorded('recorded requests', () => {
  test('those that were taken have nothing wrong', () => {
    const taken = ALL.filter(({ status }) => status < 400);
    expect(taken.length).toBeGreaterThan(30);
    for (const recorded of taken) {
      const { file, request } = recorded;
      const options = { for: serviceOf(recorded) };
      expect({ file, findings: diagnose(request, options).findings }).toEqual({ file, findings: [] });
      expect(mend(request, options).transcript).toBe(request);
    }
  });

  test('one that was refused for its transcript is told in the words of the service', () => {
    const [refused] = ALL.filter(({ file }) => file.includes('thinking_with_modified_history'));
    const { message } = fieldsOf(fieldsOf(refused?.response).error);
    expect(diagnose(refused?.request).findings.map(({ service }) => service)).toEqual([message]);
  });
});
