// Reads pod templates in JSON, `{"template": …, "collisionCount": 1}` a line, and prints for each the hash that the
// controllers give it: `{"hash": …, "template": …}`, the template as the server would write it. With -dump, what is hashed too.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"os"
	"time"

	corev1 "k8s.io/api/core/v1"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/kubernetes/pkg/controller"
	"k8s.io/utils/dump"
)

type question struct {
	Template       corev1.PodTemplateSpec `json:"template"`
	CollisionCount *int32                 `json:"collisionCount"`
}

type answer struct {
	Hash     string                 `json:"hash"`
	Template corev1.PodTemplateSpec `json:"template"`
	Dump     string                 `json:"dump,omitempty"`
}

func main() {
	withDump := flag.Bool("dump", false, "print what is hashed, too")
	flag.Parse()
	// A process reads its time zone when it first writes a time, as a controller does with its first log line.
	_ = time.Now().String()
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<26)
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	for lines.Scan() {
		var q question
		utilruntime.Must(json.Unmarshal(lines.Bytes(), &q))
		// Controllers get what they work on through protobuf.
		raw, err := q.Template.Marshal()
		utilruntime.Must(err)
		var template corev1.PodTemplateSpec
		utilruntime.Must(template.Unmarshal(raw))
		a := answer{Hash: controller.ComputeHash(&template, q.CollisionCount), Template: template}
		if *withDump {
			a.Dump = dump.ForHash(template)
		}
		utilruntime.Must(encoder.Encode(a))
	}
	utilruntime.Must(lines.Err())
}
