export * from "@kubetick/apiserver";
