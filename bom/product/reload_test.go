package product_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/bom/internal/bomtest"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

// release reads the scooter with n frames, of rules that forbid the drum brake
// in every second release.
func release(n int) (*product.Resolver, error) {
	fsys := bomtest.Scooter()
	fsys["bom.csv"].Data = []byte(strings.Replace(string(fsys["bom.csv"].Data), "FRAME,Frame,1", fmt.Sprintf("FRAME,Frame,%d", n), 1))
	if n%2 == 0 {
		fsys["rules.yaml"].Data = append(fsys["rules.yaml"].Data, "  - {id: R-EVEN, rule: \"!DRUM\", reason: No drum brake in this release.}\n"...)
	}
	p, err := product.Read(fsys)
	if err != nil {
		return nil, err
	}
	space, err := solver.Compile(context.Background(), p.Rules, config.Point{}, solver.Config{})
	if err != nil {
		return nil, err
	}
	return product.NewResolver(space, p)
}

// TestReleasesChangeWhileOrdersAreResolved swaps the resolver below goroutines
// that use it: each answer is wholly that of one release.
func TestReleasesChangeWhileOrdersAreResolved(t *testing.T) {
	first, err := release(1)
	require.NoError(t, err)
	var current atomic.Pointer[product.Resolver]
	current.Store(first)
	var stop atomic.Bool
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for !stop.Load() {
				r := current.Load()
				res, err := r.Resolve(context.Background(), config.Order{ID: "O", Options: []string{"M25", "DRUM"}})
				if err != nil {
					assert.ErrorContains(t, err, "R-EVEN")
					continue
				}
				frames := strings.Fields(bomtest.Show(res.Bill)[0])[2]
				assert.Contains(t, []string{"1", "3", "5", "7"}, frames)
			}
		})
	}
	for n := 2; n <= 8; n++ {
		next, err := release(n)
		if !assert.NoError(t, err) {
			break
		}
		current.Store(next)
	}
	stop.Store(true)
	group.Wait()
}

// TestFilesAsWindowsWritesThem reads every file with carriage returns and a byte
// order mark.
func TestFilesAsWindowsWritesThem(t *testing.T) {
	plain, err := product.Read(bomtest.Scooter())
	require.NoError(t, err)
	fsys := fstest.MapFS{}
	for name, f := range bomtest.Scooter() {
		fsys[name] = &fstest.MapFile{Data: []byte("\ufeff" + strings.ReplaceAll(string(f.Data), "\n", "\r\n"))}
	}
	p, err := product.Read(fsys)
	require.NoError(t, err)
	assert.Equal(t, plain.Catalog.Digest(), p.Catalog.Digest())
	assert.Equal(t, plain.Rules.Digest(), p.Rules.Digest())
	order := config.Order{ID: "O", Options: []string{"M40", "DISC", "BOX"}}
	sel, err := order.Bind(p.Catalog)
	require.NoError(t, err)
	x, err := p.Structure.Explode(sel, config.Point{})
	require.NoError(t, err)
	r, err := p.Line.Route(x)
	require.NoError(t, err)
	assert.Equal(t, "160.5 s", r.Workload.String())
	orders, err := config.ReadOrders("orders.jsonl", strings.NewReader("\ufeff{\"id\":\"O-1\",\"options\":[\"M40\"]}\r\n"))
	require.NoError(t, err)
	assert.Equal(t, "M40", orders[0].Options[0])
}
