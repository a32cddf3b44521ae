/** Source: containerd's internal/cri/server/container_status.go toCRIContainerStatus. */
export function exitReason(code: number): string {
  return code === 0 ? "Completed" : "Error";
}
