package circuit_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/confspace/confspace/config/configtest"
	"github.com/confspace/confspace/solver/internal/cnf/cnftest"
	"github.com/confspace/confspace/solver/internal/compile"
	"github.com/stretchr/testify/require"
)

func TestProveLines(t *testing.T) {
	dir := configtest.Reference(t, "mercedes")
	for _, name := range strings.Split(os.Getenv("LINES"), ",") {
		f := cnftest.Read(t, filepath.Join(dir, name+".cnf.gz"))
		start := time.Now()
		c, st, err := compile.Compile(context.Background(), f, compile.Options{})
		require.NoError(t, err)
		ct := time.Since(start)
		start = time.Now()
		proof, err := c.Prove(f)
		fmt.Println(name, ct, time.Since(start), c.NumInner(), c.NumEdges(), st.Decisions, fmt.Sprintf("%+v", proof), err)
	}
}
