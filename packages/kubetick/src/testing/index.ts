export * from "@kubetick/testing";
