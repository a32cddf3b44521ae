package main

import (
	"encoding/json"
	"os"
	"time"
)

// script says what a container does once it has started. Times are milliseconds.
type script struct {
	// ExitAfter is when it ends by itself; never, if it is absent.
	ExitAfter *int64 `json:"exitAfter"`
	ExitCode  int32  `json:"exitCode"`
	Reason    string `json:"reason"`
	// StopAfter is how long it takes to end when it is told to; longer than its grace period, it is killed.
	StopAfter int64 `json:"stopAfter"`
	// ProbesFailUntil is how long exec probes fail after the start; ProbesFailFrom, from when on they fail again.
	ProbesFailUntil int64  `json:"probesFailUntil"`
	ProbesFailFrom  *int64 `json:"probesFailFrom"`
	// PullTime is how long it takes to get the image.
	PullTime int64 `json:"pullTime"`
}

// annotation of a pod: a script for its container of the name that follows.
const annotation = "script.kubetick.dev/"

type scripts struct {
	byImage map[string]script
}

// readScripts reads a JSON file with a script for each image; without a file there are none.
func readScripts(file string) (*scripts, error) {
	found := &scripts{byImage: map[string]script{}}
	if file == "" {
		return found, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return found, json.Unmarshal(text, &found.byImage)
}

func (s *scripts) of(container, image string, podAnnotations map[string]string) script {
	found := s.byImage[image]
	if text, ok := podAnnotations[annotation+container]; ok {
		_ = json.Unmarshal([]byte(text), &found)
	}
	return found
}

func (s script) probesFail(running time.Duration) bool {
	at := running.Milliseconds()
	return at < s.ProbesFailUntil || (s.ProbesFailFrom != nil && at >= *s.ProbesFailFrom)
}

func milliseconds(count int64) time.Duration {
	return time.Duration(count) * time.Millisecond
}
