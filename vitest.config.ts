import { defineConfig } from "vitest/config";

export default defineConfig({
  // Tests run on the sources: this export condition is the workspace's own, so no build is needed between edits.
  resolve: { conditions: ["kubetick-source"] },
  ssr: { resolve: { conditions: ["kubetick-source"] } },
  test: {
    include: ["packages/*/src/**/*.test.ts", "packages/*/test/**/*.test.ts"],
    // No test depends on time; a loaded machine must not fail one that is merely long.
    testTimeout: 120_000,
  },
});
