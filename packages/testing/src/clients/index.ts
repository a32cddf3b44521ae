export { checkClients } from "./check.ts";
export { ClientsCheckFailedError } from "./failure.ts";
export type { Client, ClientFaultBudgets, ClientFaultName, ClientModel } from "./model.ts";
export type {
  CheckClientsOptions,
  ClientsCounterexample,
  ClientsExploration,
  ClientsProgress,
  ClientsReport,
  ExploreClientsOptions,
  RandomClientsOptions,
} from "./options.ts";
export { type ClientsCode, replayClients } from "./replay.ts";
