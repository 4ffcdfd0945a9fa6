// No default export.
export const x = 1;
