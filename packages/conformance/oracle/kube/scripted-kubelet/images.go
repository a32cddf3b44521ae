package main

import (
	"context"
	"errors"
	"time"

	runtimeapi "k8s.io/cri-api/pkg/apis/runtime/v1"
	apitest "k8s.io/cri-api/pkg/apis/testing"
)

// scriptedImages takes its time to pull an image, or fails to, as the image's behaviour says.
type scriptedImages struct {
	*apitest.FakeImageService
	images behaviours
}

func newScriptedImages(images behaviours) *scriptedImages {
	return &scriptedImages{FakeImageService: apitest.NewFakeImageService(), images: images}
}

func (i *scriptedImages) PullImage(ctx context.Context, image *runtimeapi.ImageSpec, auth *runtimeapi.AuthConfig, sandbox *runtimeapi.PodSandboxConfig) (string, error) {
	b := i.images.of(image.Image)
	time.Sleep(milliseconds(b.PullTime))
	if b.PullError != "" {
		return "", errors.New(b.PullError)
	}
	return i.FakeImageService.PullImage(ctx, image, auth, sandbox)
}
