package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	runtimeapi "k8s.io/cri-api/pkg/apis/runtime/v1"
	apitest "k8s.io/cri-api/pkg/apis/testing"
	utilexec "k8s.io/utils/exec"
)

// scriptedRuntime is a container runtime that runs nothing: its containers behave as those of their image do.
type scriptedRuntime struct {
	*apitest.FakeRuntimeService
	images behaviours

	guard sync.Mutex
	known map[string]behaviour
}

func newScriptedRuntime(images behaviours) *scriptedRuntime {
	fake := apitest.NewFakeRuntimeService()
	fake.FakeStatus = &runtimeapi.RuntimeStatus{Conditions: []*runtimeapi.RuntimeCondition{
		{Type: runtimeapi.RuntimeReady, Status: true},
		{Type: runtimeapi.NetworkReady, Status: true},
	}}
	return &scriptedRuntime{FakeRuntimeService: fake, images: images, known: map[string]behaviour{}}
}

func (r *scriptedRuntime) behaviourOf(id string) behaviour {
	r.guard.Lock()
	defer r.guard.Unlock()
	return r.known[id]
}

func (r *scriptedRuntime) CreateContainer(ctx context.Context, sandbox string, config *runtimeapi.ContainerConfig, sandboxConfig *runtimeapi.PodSandboxConfig) (string, error) {
	id, err := r.FakeRuntimeService.CreateContainer(ctx, sandbox, config, sandboxConfig)
	if err == nil {
		r.guard.Lock()
		r.known[id] = r.images.of(config.Image.Image)
		r.guard.Unlock()
	}
	return id, err
}

func (r *scriptedRuntime) StartContainer(ctx context.Context, id string) error {
	if err := r.FakeRuntimeService.StartContainer(ctx, id); err != nil {
		return err
	}
	r.Lock()
	attempt := r.Containers[id].Metadata.Attempt
	r.Unlock()
	if end := r.behaviourOf(id).Exits.of(attempt); end.After != nil {
		time.AfterFunc(milliseconds(*end.After), func() { r.end(id, end.Code, end.Reason) })
	}
	return nil
}

func (r *scriptedRuntime) StopContainer(_ context.Context, id string, gracePeriod int64) error {
	b := r.behaviourOf(id)
	wait, code := b.StopTime, b.StopCode
	if most := gracePeriod * 1000; wait > most {
		wait, code = most, 137
	}
	time.Sleep(milliseconds(wait))
	r.end(id, code, "")
	return nil
}

// ExecSync answers exec probes.
func (r *scriptedRuntime) ExecSync(_ context.Context, id string, command []string, _ time.Duration) ([]byte, []byte, error) {
	r.Lock()
	container, ok := r.Containers[id]
	r.Unlock()
	if !ok {
		return nil, nil, fmt.Errorf("container %s not found", id)
	}
	if !r.behaviourOf(id).probe(command).at(time.Since(time.Unix(0, container.StartedAt))) {
		return nil, nil, &utilexec.CodeExitError{Err: fmt.Errorf("command terminated with exit code 1"), Code: 1}
	}
	return nil, nil, nil
}

// end lets a container that still runs exit.
func (r *scriptedRuntime) end(id string, code int32, reason string) {
	r.Lock()
	defer r.Unlock()
	container, ok := r.Containers[id]
	if !ok || container.State != runtimeapi.ContainerState_CONTAINER_RUNNING {
		return
	}
	if reason == "" {
		reason = "Completed"
		if code != 0 {
			reason = "Error"
		}
	}
	container.State = runtimeapi.ContainerState_CONTAINER_EXITED
	container.FinishedAt = time.Now().UnixNano()
	container.ExitCode = code
	container.Reason = reason
}
