import { defineConfig, mergeConfig } from "vitest/config";
import config from "../../vitest.config.ts";

const { test, ...rest } = config;
export default mergeConfig(
  rest,
  defineConfig({ test: { testTimeout: test?.testTimeout, include: [".ci/token/*.test.ts"] } }),
);
