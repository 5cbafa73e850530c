//go:build unix

package main

import (
	"context"
	"errors"
	"sync"
	"syscall"
	"time"
)

// way is a way to make calls.
type way struct {
	who     string // client or bare
	threads int    // goroutines that make calls at once
	score   func(ctx context.Context, rows [][]float64) ([]float64, error)
}

// measurement is what the calls of one way took.
type measurement struct {
	Who         string  `json:"who"`
	Threads     int     `json:"threads"`
	Calls       int     `json:"calls"`
	WallSeconds float64 `json:"wallSeconds"`
	CPUSeconds  float64 `json:"cpuSeconds"`
}

// measure makes calls, shared out among the goroutines.
func (w way) measure(ctx context.Context, calls int) (measurement, error) {
	rows := [][]float64{{}, {}}
	for column := range 10 {
		rows[0] = append(rows[0], float64(column+1)/64)
		rows[1] = append(rows[1], float64(column+1)/-48)
	}
	failures := make([]error, w.threads)
	var running sync.WaitGroup
	wall, processor := time.Now(), processorTime()
	for thread := range w.threads {
		running.Go(func() {
			for call := thread; call < calls && failures[thread] == nil; call += w.threads {
				_, failures[thread] = w.score(ctx, rows)
			}
		})
	}
	running.Wait()
	took, used := time.Since(wall), processorTime()-processor
	return measurement{w.who, w.threads, calls, took.Seconds(), used.Seconds()}, errors.Join(failures...)
}

// processorTime returns how long this process has used processors.
func processorTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err) // the arguments are constant, and valid
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
