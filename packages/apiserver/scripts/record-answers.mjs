// Asks a scratch kube-apiserver (v1.37.2, just started, without controllers) the requests of test/recorded/answers.json,
// and writes down what it answers. Usage: node scripts/record-answers.mjs https://127.0.0.1:6443 TOKEN
import { readFileSync, writeFileSync } from "node:fs";
import { Agent, request as httpsRequest } from "node:https";
import { fileURLToPath } from "node:url";

const [server, token] = process.argv.slice(2);
const file = fileURLToPath(new URL("../test/recorded/answers.json", import.meta.url));
const agent = new Agent({ rejectUnauthorized: false, keepAlive: true });

const recorded = JSON.parse(readFileSync(file, "utf8"));
for (const { exchanges } of recorded) {
  for (const exchange of exchanges) {
    exchange.answer = await ask(exchange.request);
    // A definition is established a moment later.
    if (exchange.request.url.endsWith("/customresourcedefinitions"))
      await new Promise((resolve) => setTimeout(resolve, 3000));
  }
}
const line = (value) => JSON.stringify(value);
const parts = recorded.map(
  ({ about, exchanges }) => `{"about": ${line(about)}, "exchanges": [\n${exchanges.map(line).join(",\n")}\n]}`,
);
writeFileSync(file, `[\n${parts.join(",\n")}\n]\n`);
agent.destroy();

function ask({ method, url, type, accept, body }) {
  const headers = {
    Authorization: `Bearer ${token}`,
    "Content-Length": String(Buffer.byteLength(body ?? "")),
    ...(type === undefined ? {} : { "Content-Type": type }),
    ...(accept === undefined ? {} : { Accept: accept }),
  };
  return new Promise((resolve, reject) => {
    const sent = httpsRequest(new URL(url, server), { method, headers, agent }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => resolve(answerOf(response, Buffer.concat(chunks).toString())));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

function answerOf(response, text) {
  const type = response.headers["content-type"] ?? "";
  const warnings = response.headersDistinct.warning;
  return {
    status: response.statusCode,
    type,
    ...(warnings === undefined ? {} : { warnings }),
    body: type === "application/json" ? JSON.parse(text) : text,
  };
}
