package calendar

import (
	"iter"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/confspace/confspace/config"
)

// collect returns stretches, of which those with the same in force share the memory of their key.
func collect(stretches iter.Seq[config.Stretch]) (out []config.Stretch) {
	keys := make(map[string]string)
	for s := range stretches {
		key, known := keys[s.InForce]
		if !known {
			key = s.InForce
			keys[key] = key
		}
		s.InForce = key
		out = append(out, s)
	}
	return out
}

// ask returns an answer for each set of rules and options in force, by its key: that of the first
// stretch with it. Workers ask at the same time. The error is that of the first stretch with one.
func ask[T any](c *Calendar, stretches []config.Stretch, answer func(config.Stretch) (T, error)) (map[string]T, error) {
	seen := make(map[string]bool)
	var distinct []config.Stretch
	for _, s := range stretches {
		if !seen[s.InForce] {
			seen[s.InForce] = true
			distinct = append(distinct, s)
		}
	}
	workers := c.config.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	answers, errs := make([]T, len(distinct)), make([]error, len(distinct))
	var next atomic.Int64
	var failed atomic.Bool // then only stretches before the one that failed are being asked
	var wg sync.WaitGroup
	for range min(workers, len(distinct)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(distinct) && !failed.Load(); i = int(next.Add(1)) - 1 {
				if answers[i], errs[i] = answer(distinct[i]); errs[i] != nil {
					failed.Store(true)
				}
			}
		})
	}
	wg.Wait()
	out := make(map[string]T, len(distinct))
	for i, s := range distinct {
		if errs[i] != nil {
			return nil, errs[i]
		}
		out[s.InForce] = answers[i]
	}
	return out, nil
}
