package main

import (
	"context"
	"time"

	runtimeapi "k8s.io/cri-api/pkg/apis/runtime/v1"
	apitest "k8s.io/cri-api/pkg/apis/testing"
)

// scriptedImages takes as long to pull an image as its script says.
type scriptedImages struct {
	*apitest.FakeImageService
	scripts *scripts
}

func newScriptedImages(s *scripts) *scriptedImages {
	return &scriptedImages{FakeImageService: apitest.NewFakeImageService(), scripts: s}
}

func (i *scriptedImages) PullImage(ctx context.Context, image *runtimeapi.ImageSpec, auth *runtimeapi.AuthConfig, sandbox *runtimeapi.PodSandboxConfig) (string, error) {
	time.Sleep(milliseconds(i.scripts.byImage[image.Image].PullTime))
	return i.FakeImageService.PullImage(ctx, image, auth, sandbox)
}
