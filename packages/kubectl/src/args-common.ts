import { flags } from "./args.ts";

/** The flags of every command. Source: cli-runtime/pkg/genericclioptions/config_flags.go. */
export const GLOBAL_FLAGS = flags(
  "--as=''",
  "--as-group=[...]",
  "--as-uid=''",
  "--as-user-extra=[...]",
  "--cache-dir=''",
  "--certificate-authority=''",
  "--client-certificate=''",
  "--client-key=''",
  "--cluster=''",
  "--context=''",
  "--disable-compression=false",
  "--insecure-skip-tls-verify=false",
  "--kubeconfig=''",
  "--kuberc=''",
  "--log-flush-frequency=5s",
  "--match-server-version=false",
  "-n, --namespace=''",
  "--password=''",
  "--profile='none'",
  "--profile-output=''",
  "--proxy-url=''",
  "--request-timeout='0'",
  "-s, --server=''",
  "--tls-server-name=''",
  "--token=''",
  "--user=''",
  "--username=''",
  "-v, --v=0",
  "--vmodule=''",
  "--warnings-as-errors=false",
  "-h, --help=false",
);

/** Which files hold the objects. */
export const FILE_FLAGS = flags("-f, --filename=[]", "-k, --kustomize=''", "-R, --recursive=false");

export const SELECTOR_FLAGS = flags("-l, --selector=''");

export const ALL_NAMESPACES_FLAGS = flags("-A, --all-namespaces=false");

/** How objects are printed. */
export const PRINT_FLAGS = flags(
  "--allow-missing-template-keys=true",
  "-o, --output=''",
  "--show-managed-fields=false",
  "--template=''",
);

export const DRY_RUN_FLAGS = flags("--dry-run='none'~unchanged");

export const VALIDATE_FLAGS = flags("--validate='strict'~strict");

/** `--grace-period`, `--cascade` and the like. Source: pkg/cmd/delete/delete_flags.go. */
export const CASCADE_FLAGS = flags(
  "--cascade='background'~background",
  "--force=false",
  "--grace-period=-1",
  "--timeout=0s",
);

export function fieldManager(name: string) {
  return flags(`--field-manager='${name}'`);
}
