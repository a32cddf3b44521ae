// The real kubelet, on a container runtime that runs nothing: containers exit, and probes fail, as a JSON file says of their
// image. An exec probe's command is the one word "readiness", "liveness" or "startup".
package main

import (
	"context"
	"flag"
	"log"
	"time"

	v1 "k8s.io/api/core/v1"
	clientset "k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	typedcorev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/record"
	cadvisortest "k8s.io/kubernetes/pkg/kubelet/cadvisor/testing"
	"k8s.io/kubernetes/pkg/kubelet/cm"
	"k8s.io/kubernetes/pkg/kubemark"
)

func main() {
	name := flag.String("name", "", "the node")
	kubeconfig := flag.String("kubeconfig", "", "how to reach the API server")
	port := flag.Int("port", 10250, "the kubelet's port; its read-only port is the next one")
	file := flag.String("scripts", "", "a JSON file with a behaviour for each image")
	flag.Parse()
	if err := run(context.Background(), *name, *kubeconfig, *port, *file); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, name, kubeconfig string, port int, file string) error {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	config.QPS = -1
	client, err := clientset.NewForConfig(config)
	if err != nil {
		return err
	}
	flags, configuration := kubemark.GetHollowKubeletConfig(&kubemark.HollowKubeletOptions{
		NodeName:            name,
		KubeletPort:         port,
		KubeletReadOnlyPort: port + 1,
		MaxPods:             110,
		NodeLabels:          map[string]string{"kubernetes.io/os": "linux"},
	})
	configuration.FileCheckFrequency.Duration = time.Second
	configuration.ClusterDNS = []string{"10.0.0.10"}
	kubelet := kubemark.NewHollowKubelet(flags, configuration, client, client, &cadvisortest.Fake{NodeName: name},
		newScriptedImages(behaviours{file}), newScriptedRuntime(behaviours{file}), cm.NewStubContainerManager())
	// In place of kubemark's, which make every probe succeed and record no events.
	kubelet.KubeletDeps.ProbeManager = nil
	broadcaster := record.NewBroadcaster(record.WithContext(ctx))
	broadcaster.StartRecordingToSink(&typedcorev1.EventSinkImpl{Interface: client.CoreV1().Events("")})
	kubelet.KubeletDeps.Recorder = broadcaster.NewRecorder(scheme.Scheme, v1.EventSource{Component: "kubelet", Host: name})
	kubelet.Run(ctx)
	return nil
}
