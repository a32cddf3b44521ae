/** kubectl's own commands in its order, with the other words that suggest them. Source: pkg/cmd/cmd.go. */
const REAL_COMMANDS =
  "create expose run set explain get=list,ls edit delete=rm,remove rollout scale autoscale certificate cluster-info top=stats cordon uncordon drain taint describe=inspect logs attach exec port-forward proxy cp auth debug events diff apply patch replace wait kustomize label annotate completion api-resources api-versions config kuberc plugin version";

const KNOWN = REAL_COMMANDS.split(" ").map((entry) => {
  const [name = "", words = ""] = entry.split("=");
  return { name, words: words.split(",") };
});

export function isRealCommand(name: string): boolean {
  return KNOWN.some((command) => command.name === name);
}

/** The commands that somebody who typed this may have meant. Source: github.com/spf13/cobra command.go SuggestionsFor. */
export function suggestions(typed: string): readonly string[] {
  const lower = typed.toLowerCase();
  return KNOWN.flatMap(({ name, words }) => {
    const close = distance(lower, name) <= 2 || name.startsWith(lower);
    return [...(close ? [name] : []), ...words.filter((word) => word === lower).map(() => name)];
  });
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
