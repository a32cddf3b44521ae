import { expect, test } from "vitest";
import { jsonPathPrinter } from "./print.ts";

const STORE = {
  Name: "jsonpath",
  Book: [
    { Author: "Nigel Rees", Price: 8.95 },
    { Author: "Evelyn Waugh", Price: 12.99 },
  ],
  Bicycle: [
    { Color: "red", Price: 19.95, IsNew: true },
    { Color: "green", Price: 20.01, IsNew: false },
  ],
  Labels: { "web/html": 15, "k8s-app": 20 },
  integers: [1, 2, 3, 4],
};

// Source: client-go/util/jsonpath/jsonpath_test.go.
test.each([
  ["hello jsonpath", "hello jsonpath"],
  ["hello {.Name}", "hello jsonpath"],
  ["{$.Labels.web/html}", "15"],
  ["{.Labels.k8s-app}", "20"],
  ["{.Bicycle[*].Color}", "red green"],
  ["{.Book[*].Author}", "Nigel Rees Evelyn Waugh"],
  ['{range .Bicycle[*]}{ "{" }{ @.* }{ "} " }{end}', "{red 19.95 true} {green 20.01 false} "],
  ["{..Color}", "red green"],
  ["{.Book[-1:]}", '{"Author":"Evelyn Waugh","Price":12.99}'],
  ["{.Bicycle[?(@.IsNew==true)]}", '{"Color":"red","IsNew":true,"Price":19.95}'],
  ["{ .integers[-2] }", "3"],
  ["{ .integers[:4:2] }", "1 3"],
  ["{.integers[1,3]}", "2 4"],
  ["{.integers[?(@<3)]}", "1 2"],
  ["before-{.hello}after", "before-after"],
])("%s prints %s", (template, text) => {
  expect(jsonPathPrinter(template, true).print(STORE)).toBe(text);
});

test.each([
  ["{hello}", "unrecognized identifier hello"],
  ["{.hello}", "hello is not found"],
  ["{.Book[?(@.Price<>10)]}", "unrecognized filter operator <>"],
  ["{range .Labels.*}{@}{end}{end}", "not in range, nothing to end"],
  ["{.Book[7]}", "array index out of bounds: index 7, length 2"],
])("%s fails: %s", (template, message) => {
  expect(() => jsonPathPrinter(template, false).print(STORE)).toThrow(message);
});
