export * from "@kubetick/apiserver/node";
