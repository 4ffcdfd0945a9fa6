import { childEnvironment } from '../../src/server/child-environment.js';

describe('childEnvironment', () => {
  it('drops what names another server and what is meant for this process, and keeps the rest', () => {
    const env = {
      PATH: '/bin',
      HOME: '/home/a',
      TEMPORAL_ADDRESS: 'prod:7233',
      TEMPORAL_ENV: 'prod',
      temporal_profile: 'prod',
      NODE_OPTIONS: '--inspect',
      EVERYCALL_X: '1',
    };
    expect(childEnvironment(env)).toEqual({ PATH: '/bin', HOME: '/home/a', EVERYCALL_X: '1' });
  });
});
