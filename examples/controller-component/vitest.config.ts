// No test depends on time; a loaded machine must not fail one that is merely long.
export default { test: { testTimeout: 120_000 } };
