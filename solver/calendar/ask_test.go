package calendar

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/config"
)

// stretches returns some with different keys, and each again.
func stretches(n int) (out []config.Stretch) {
	for range 2 {
		for i := range n {
			out = append(out, config.Stretch{InForce: fmt.Sprint(i)})
		}
	}
	return out
}

// TestAskAtOnce lets each of several workers wait until all of them ask.
func TestAskAtOnce(t *testing.T) {
	for _, workers := range []int{1, 2, 3} {
		c := &Calendar{config: Config{Workers: workers}}
		var mu sync.Mutex
		asking, most := 0, 0
		all := make(chan struct{})
		answers, err := ask(c, stretches(6), func(s config.Stretch) (string, error) {
			mu.Lock()
			asking++
			if asking == workers && most < workers {
				close(all)
			}
			most = max(most, asking)
			mu.Unlock()
			select {
			case <-all:
			case <-time.After(20 * time.Second):
				return "", errors.New("the workers do not ask at once")
			}
			mu.Lock()
			asking--
			mu.Unlock()
			return "answer " + s.InForce, nil
		})
		require.NoError(t, err)
		require.Equal(t, workers, most)
		require.Len(t, answers, 6)
		require.Equal(t, "answer 4", answers["4"])
	}
}

// TestAskFails has several stretches with an error: that of the first one is returned, and those
// after it are not all asked.
func TestAskFails(t *testing.T) {
	for _, workers := range []int{1, 2, 4, 100} {
		asked := make([]bool, 50)
		_, err := ask(&Calendar{config: Config{Workers: workers}}, stretches(50), func(s config.Stretch) (int, error) {
			var i int
			_, err := fmt.Sscan(s.InForce, &i)
			require.NoError(t, err)
			asked[i] = true
			if i%3 == 2 {
				return 0, errors.New("no answer for " + s.InForce)
			}
			return i, nil
		})
		require.EqualError(t, err, "no answer for 2")
		require.Equal(t, []bool{true, true, true}, asked[:3])
		if workers == 1 {
			require.NotContains(t, asked[3:], true)
		}
		require.True(t, workers > 4 || slices.Contains(asked, false))
	}
}
