export * from "@kubetick/testing/vitest";
