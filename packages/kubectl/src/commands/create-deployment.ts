import type { CommandContext } from "../command.ts";
import { KubectlError } from "../command-error.ts";

/** Source: pkg/cmd/create/create_deployment.go. */
export function deploymentObject(context: CommandContext, name: string): object {
  const images = context.flags.list("image");
  if (!context.flags.changed("image")) throw new KubectlError('required flag(s) "image" not set');
  const command = context.flags.dash < 0 ? [] : context.args.slice(context.flags.dash);
  if (images.length > 1 && command.length > 0) {
    throw new KubectlError("cannot specify multiple --image options and command");
  }
  const labels = { app: name };
  const port = context.flags.int("port");
  const containers = images.map((image) => ({
    image,
    name: containerName(image),
    ...(command.length > 0 && { command }),
    resources: {},
  }));
  const [first, ...others] = containers;
  const withPort = port > 0 ? [{ ...first, ports: [{ containerPort: port }] }, ...others] : containers;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { labels, name },
    spec: {
      replicas: context.flags.int("replicas"),
      selector: { matchLabels: labels },
      strategy: {},
      template: { metadata: { labels }, spec: { containers: withPort } },
    },
    status: {},
  };
}

/** The last part of the image's name, without tag and digest. */
function containerName(image: string): string {
  const last = image.split("/").at(-1) ?? "";
  return (last.split("@")[0] ?? "").split(":")[0]?.replaceAll("_", "-").toLowerCase() ?? "";
}
