#!/bin/bash
# Starts etcd, kube-apiserver, kube-controller-manager, kube-scheduler and kwok on loopback.
# KUBELETS="hk-1 hk-2" starts a real kubelet on a scripted runtime (kube/scripted-kubelet) for each name, and no kwok;
# SCRIPTS is a JSON file that says what the containers of each image do.
# Writes run/kubeconfig and run/pids. KCM_CONTROLLERS picks the controllers ("*" by default).
set -eu
cd "$(dirname "$0")"; B="$PWD/bin"; R="$PWD/run"; rm -rf "$R"; mkdir -p "$R"; : > "$R/pids"
P="${ORACLE_PORT:-26443}"
openssl genrsa -out "$R/sa.key" 2048 2>/dev/null
echo 'tok,admin,admin,"system:masters"' > "$R/tokens.csv"
cat > "$R/kubeconfig" <<K
apiVersion: v1
kind: Config
clusters: [{name: o, cluster: {server: "https://127.0.0.1:$P", insecure-skip-tls-verify: true}}]
users: [{name: a, user: {token: tok}}]
contexts: [{name: o, context: {cluster: o, user: a}}]
current-context: o
K
start() { n=$1; shift; setsid nohup "$B/$n" "$@" > "$R/$n.log" 2>&1 < /dev/null & echo "$! $n" >> "$R/pids"; }
start etcd --data-dir "$R/etcd" --listen-client-urls http://127.0.0.1:$((P+1)) --advertise-client-urls http://127.0.0.1:$((P+1)) --listen-peer-urls http://127.0.0.1:$((P+2)) --initial-advertise-peer-urls http://127.0.0.1:$((P+2)) --initial-cluster default=http://127.0.0.1:$((P+2)) --unsafe-no-fsync
start kube-apiserver --etcd-servers=http://127.0.0.1:$((P+1)) --secure-port=$P --bind-address=127.0.0.1 --endpoint-reconciler-type=none --cert-dir="$R/certs" --service-account-key-file="$R/sa.key" --service-account-signing-key-file="$R/sa.key" --service-account-issuer=https://k --authorization-mode=RBAC --token-auth-file="$R/tokens.csv" --service-cluster-ip-range=10.0.0.0/24 --disable-admission-plugins=ServiceAccount
K="$B/kubectl --kubeconfig $R/kubeconfig"
for i in $(seq 120); do $K get --raw /readyz >/dev/null 2>&1 && break; sleep 0.5; done
start kube-controller-manager --kubeconfig="$R/kubeconfig" --leader-elect=false --controllers="${KCM_CONTROLLERS:-*}" --service-account-private-key-file="$R/sa.key" --secure-port=$((P+3)) --bind-address=127.0.0.1 --cert-dir="$R/kcm" ${KCM_ARGS:---kube-api-qps=5000 --kube-api-burst=5000}
start kube-scheduler --kubeconfig="$R/kubeconfig" --leader-elect=false --secure-port=$((P+4)) --bind-address=127.0.0.1 --cert-dir="$R/sched" ${SCHED_ARGS:---kube-api-qps=5000 --kube-api-burst=5000}
if [ -n "${KUBELETS:-}" ]; then
  p=$((P+20)); for n in $KUBELETS; do
    start scripted-kubelet --name=$n --kubeconfig="$R/kubeconfig" --port=$p ${SCRIPTS:+--scripts="$SCRIPTS"}; p=$((p+2))
  done
else
  HEARTBEAT="$(go env GOMODCACHE)/sigs.k8s.io/kwok@v0.8.0/kustomize/stage/node/heartbeat-with-lease/node-heartbeat-with-lease.yaml"
  STAGES="${KWOK_STAGES:-$PWD/stages/node-ready.yaml $HEARTBEAT $PWD/stages/pod-ready.yaml $PWD/stages/pod-delete.yaml}"
  C=(); for s in $STAGES; do C+=(-c "$s"); done
  start kwok "${C[@]}" --kubeconfig="$R/kubeconfig" --manage-all-nodes=true --node-lease-duration-seconds=40 ${KWOK_ARGS:-}
fi
echo "$K"
