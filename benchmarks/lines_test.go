package benchmarks

import (
	"io/fs"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/confspace/confspace/benchmarks/carline"
	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	vanline "github.com/confspace/confspace/examples/vanline/product"
	"github.com/confspace/confspace/solver"
)

// input is one of the benchmarks.
type input struct {
	name  string
	files fs.FS
	count string       // the configurations; a change of it is a change of the answer
	order config.Order // one that can be built
}

// lines returns the inputs, the smallest first.
func lines(b testing.TB) []input {
	b.Helper()
	f, err := vanline.Files.Open("orders.jsonl")
	require.NoError(b, err)
	orders, err := config.ReadOrders("orders.jsonl", f)
	require.NoError(b, err)
	all := []input{{"vanline", vanline.Files, "892189148", orders[0]}}
	for _, generated := range []struct {
		name, count string
		cfg         carline.Config
	}{
		{"carline-30", "486762103366479261632", carline.Config{Families: 30}},
		{"carline-60", "459639758201175501857476451227605160427520", carline.Config{Families: 60}},
		{"carline-120", "8331463705644428125188562569079914243614279336085604505818258411343218055577600", carline.Config{Seed: 1, Families: 120, Window: 2}},
	} {
		l, err := carline.Generate(generated.cfg)
		require.NoError(b, err)
		all = append(all, input{generated.name, l.Files, generated.count, config.Order{ID: "witness", Options: l.Witness}})
	}
	return all
}

// on runs a benchmark on every line.
func on(b *testing.B, run func(b *testing.B, l input)) {
	for _, l := range lines(b) {
		b.Run(l.name, func(b *testing.B) { run(b, l) })
	}
}

// read returns the product of a line.
func (l input) read(b testing.TB) *product.Product {
	b.Helper()
	p, err := product.Read(l.files)
	require.NoError(b, err)
	return p
}

// compile returns the product and the space of a line as of its order.
func (l input) compile(b testing.TB, cfg solver.Config) (*product.Product, *solver.Space) {
	b.Helper()
	p := l.read(b)
	space, err := solver.Compile(b.Context(), p.Rules, l.order.Point(), cfg)
	require.NoError(b, err)
	return p, space
}
