// ESM under jest: TypeScript goes through swc, and `./x.js` of a source file means `./x.ts`.
/** @type {import('jest').Config} */
const shared = {
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/test/harness/process-dispatcher.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // Examples import the package by its name; tests see its source.
    '^everycall$': '<rootDir>/src/index.ts',
    '^everycall/(client|testing|thread|worker|workflow)$': '<rootDir>/src/$1.ts',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
};
const needsServer = ['workflows', 'e2e', 'replay'];
export default {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: needsServer.map((d) => `/test/${d}/`),
    },
    ...needsServer.map((name) => ({
      ...shared,
      displayName: name,
      // Examples of tests run turns, too.
      testMatch: [
        `<rootDir>/test/${name}/**/*.test.ts`,
        ...(name === 'workflows' ? ['<rootDir>/examples/**/*.test.ts'] : []),
      ],
      globalSetup: '<rootDir>/test/global-setup.mjs',
      globalTeardown: '<rootDir>/test/global-teardown.mjs',
    })),
  ],
  testTimeout: 60_000,
};
