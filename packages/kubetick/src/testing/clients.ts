export * from "@kubetick/testing/clients";
