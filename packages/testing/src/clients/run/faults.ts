import { type ClientFaultChoice, REQUEST_FAULTS } from "../choice.ts";
import type { Hosted } from "../hosted.ts";
import type { ClientFaultName } from "../model.ts";

/** What may go wrong of a kind with a client. `late`: of which resources news may be late; undefined: of all. */
export function faultsOf(
  name: ClientFaultName,
  hosted: Hosted,
  client: number,
  late: readonly string[] | undefined,
): readonly ClientFaultChoice[] {
  switch (name) {
    case "controllerCrash":
      return [{ do: "fault", client, fault: name }];
    case "staleCache":
      // Until there is something to tell, it makes no difference.
      return hosted
        .telling()
        .filter(({ id, resource }) => !hosted.late.has(id) && late?.includes(resource) !== false)
        .map(({ id }) => ({ do: "fault", client, fault: name, watch: id }));
    case "watchEnds":
      return hosted.host
        .watches()
        .flatMap(({ id, ended }): ClientFaultChoice[] => [
          ...(ended ? [] : [{ do: "fault", client, fault: name, watch: id, how: "ended" } as const]),
          { do: "fault", client, fault: name, watch: id, how: "lost" },
        ]);
    default:
      return hosted
        .pending()
        .flatMap(({ id, faults }) =>
          REQUEST_FAULTS[name]
            .filter((what) => faults.includes(what))
            .map((what): ClientFaultChoice => ({ do: "fault", client, fault: name, request: id, what })),
        );
  }
}
