package main

import (
	"context"
	"errors"
	"sync"
	"time"

	runtimeapi "k8s.io/cri-api/pkg/apis/runtime/v1"
	apitest "k8s.io/cri-api/pkg/apis/testing"
)

// scriptedImages takes its time to pull an image, or fails to, as the image's behaviour says. When the behaviours have been
// written anew, another scenario has begun, and no image is there any more.
type scriptedImages struct {
	*apitest.FakeImageService
	images behaviours

	guard  sync.Mutex
	pulled map[string]time.Time
}

func newScriptedImages(images behaviours) *scriptedImages {
	return &scriptedImages{FakeImageService: apitest.NewFakeImageService(), images: images, pulled: map[string]time.Time{}}
}

func (i *scriptedImages) PullImage(ctx context.Context, image *runtimeapi.ImageSpec, auth *runtimeapi.AuthConfig, sandbox *runtimeapi.PodSandboxConfig) (string, error) {
	b := i.images.of(image.Image)
	time.Sleep(milliseconds(b.PullTime))
	if b.PullError != "" {
		return "", errors.New(b.PullError)
	}
	i.guard.Lock()
	i.pulled[image.Image] = i.images.writtenAt()
	i.guard.Unlock()
	return i.FakeImageService.PullImage(ctx, image, auth, sandbox)
}

func (i *scriptedImages) ImageStatus(ctx context.Context, image *runtimeapi.ImageSpec, verbose bool) (*runtimeapi.ImageStatusResponse, error) {
	i.guard.Lock()
	pulled, known := i.pulled[image.Image]
	i.guard.Unlock()
	if known && !pulled.Equal(i.images.writtenAt()) {
		return &runtimeapi.ImageStatusResponse{}, nil
	}
	return i.FakeImageService.ImageStatus(ctx, image, verbose)
}
