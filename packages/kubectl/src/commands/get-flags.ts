import { flags } from "../args.ts";
import { ALL_NAMESPACES_FLAGS, FILE_FLAGS, PRINT_FLAGS, SELECTOR_FLAGS } from "../args-common.ts";

/** Source: kubectl/pkg/cmd/get get.go NewCmdGet, get_flags.go, humanreadable_flags.go. */
export const GET_FLAGS = [
  ...PRINT_FLAGS,
  ...FILE_FLAGS,
  ...SELECTOR_FLAGS,
  ...ALL_NAMESPACES_FLAGS,
  ...flags(
    "--chunk-size=500",
    "--field-selector=''",
    "--ignore-not-found=false",
    "-L, --label-columns=[]",
    "--no-headers=false",
    "--output-watch-events=false",
    "--raw=''",
    "--server-print=true",
    "--show-kind=false",
    "--show-labels=false",
    "--sort-by=''",
    "--subresource=''",
    "-w, --watch=false",
    "--watch-only=false",
  ),
];
