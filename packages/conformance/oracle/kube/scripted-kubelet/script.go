package main

import (
	"encoding/json"
	"os"
	"time"
)

// behaviour says what the containers of an image do, in the words of kubetick's ImageBehaviour. Times are milliseconds.
type behaviour struct {
	PullTime  int64  `json:"pullTime"`
	PullError string `json:"pullError"`
	// Exits is how runs end by themselves: one for each run, the last one for all that follow.
	Exits     exits   `json:"exits"`
	Readiness results `json:"readiness"`
	Liveness  results `json:"liveness"`
	Startup   results `json:"startup"`
	// StopTime is how long a container takes to end when it is told to; longer than its grace period, it is killed.
	StopTime int64 `json:"stopTime"`
	StopCode int32 `json:"stopCode"`
}

type exit struct {
	After  *int64 `json:"after"`
	Code   int32  `json:"code"`
	Reason string `json:"reason"`
}

type exits []exit

func (e *exits) UnmarshalJSON(text []byte) error {
	var one exit
	if json.Unmarshal(text, &one) == nil {
		*e = exits{one}
		return nil
	}
	return json.Unmarshal(text, (*[]exit)(e))
}

// of returns how a run ends: the run after so many others.
func (e exits) of(attempt uint32) exit {
	if len(e) == 0 {
		return exit{}
	}
	return e[min(int(attempt), len(e)-1)]
}

type result struct {
	From int64 `json:"from"`
	OK   bool  `json:"ok"`
}

type results []result

func (r *results) UnmarshalJSON(text []byte) error {
	var always bool
	if json.Unmarshal(text, &always) == nil {
		*r = results{{OK: always}}
		return nil
	}
	return json.Unmarshal(text, (*[]result)(r))
}

// at returns what a probe finds in a container that has run for so long.
func (r results) at(running time.Duration) bool {
	found := true
	for _, one := range r {
		if running.Milliseconds() >= one.From {
			found = one.OK
		}
	}
	return found
}

// probe returns the results of a kind of probe: the first word of its command.
func (b behaviour) probe(command []string) results {
	switch command[0] {
	case "readiness":
		return b.Readiness
	case "liveness":
		return b.Liveness
	default:
		return b.Startup
	}
}

// behaviours are read again each time: a scenario brings its own.
type behaviours struct{ file string }

func (b behaviours) of(image string) behaviour {
	found := map[string]behaviour{}
	if text, err := os.ReadFile(b.file); err == nil {
		_ = json.Unmarshal(text, &found)
	}
	return found[image]
}

// writtenAt is when the file was last written.
func (b behaviours) writtenAt() time.Time {
	info, err := os.Stat(b.file)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

func milliseconds(count int64) time.Duration {
	return time.Duration(count) * time.Millisecond
}
