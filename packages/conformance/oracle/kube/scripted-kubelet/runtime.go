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

// scriptedRuntime is a container runtime that runs nothing: its containers do what their scripts say.
type scriptedRuntime struct {
	*apitest.FakeRuntimeService
	scripts *scripts

	guard    sync.Mutex
	scripted map[string]script
}

func newScriptedRuntime(s *scripts) *scriptedRuntime {
	fake := apitest.NewFakeRuntimeService()
	fake.FakeStatus = &runtimeapi.RuntimeStatus{Conditions: []*runtimeapi.RuntimeCondition{
		{Type: runtimeapi.RuntimeReady, Status: true},
		{Type: runtimeapi.NetworkReady, Status: true},
	}}
	return &scriptedRuntime{FakeRuntimeService: fake, scripts: s, scripted: map[string]script{}}
}

func (r *scriptedRuntime) scriptOf(id string) script {
	r.guard.Lock()
	defer r.guard.Unlock()
	return r.scripted[id]
}

func (r *scriptedRuntime) CreateContainer(ctx context.Context, sandbox string, config *runtimeapi.ContainerConfig, sandboxConfig *runtimeapi.PodSandboxConfig) (string, error) {
	id, err := r.FakeRuntimeService.CreateContainer(ctx, sandbox, config, sandboxConfig)
	if err == nil {
		r.guard.Lock()
		r.scripted[id] = r.scripts.of(config.Metadata.Name, config.Image.Image, sandboxConfig.Annotations)
		r.guard.Unlock()
	}
	return id, err
}

func (r *scriptedRuntime) StartContainer(ctx context.Context, id string) error {
	if err := r.FakeRuntimeService.StartContainer(ctx, id); err != nil {
		return err
	}
	if s := r.scriptOf(id); s.ExitAfter != nil {
		time.AfterFunc(milliseconds(*s.ExitAfter), func() { r.end(id, s.ExitCode, s.Reason) })
	}
	return nil
}

func (r *scriptedRuntime) StopContainer(ctx context.Context, id string, gracePeriod int64) error {
	wait, code := r.scriptOf(id).StopAfter, int32(0)
	if killed := gracePeriod * 1000; wait > killed {
		wait, code = killed, 137
	}
	time.Sleep(milliseconds(wait))
	reason := "Completed"
	if code != 0 {
		reason = "Error"
	}
	r.end(id, code, reason)
	return nil
}

// ExecSync answers exec probes.
func (r *scriptedRuntime) ExecSync(_ context.Context, id string, _ []string, _ time.Duration) ([]byte, []byte, error) {
	r.Lock()
	container, ok := r.Containers[id]
	r.Unlock()
	if !ok {
		return nil, nil, fmt.Errorf("container %s not found", id)
	}
	if r.scriptOf(id).probesFail(time.Since(time.Unix(0, container.StartedAt))) {
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
		reason = "Error"
		if code == 0 {
			reason = "Completed"
		}
	}
	container.State = runtimeapi.ContainerState_CONTAINER_EXITED
	container.FinishedAt = time.Now().UnixNano()
	container.ExitCode = code
	container.Reason = reason
}
