// Httpvalidate answers over HTTP whether an order can be built, and if not why (examples/schema/httpvalidate.schema.json).
//
//	go run ./examples/httpvalidate -date 2026-11-02 -plant NHV examples/vanline/product
//	curl -d '{"id": "O-1", "options": ["SUV", "BEV", "TERRA"], "partial": true}' localhost:8080
package main

import (
	"context"
	"flag"
	"log"
	"net/http"
	"os"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/config/source/jsonw"
	"github.com/confspace/confspace/examples/internal/asof"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
)

func main() {
	var asOf config.Point
	asof.Flags(flag.CommandLine, &asOf, "orders are validated")
	flag.Parse()
	set, err := rules.ReadDir(os.DirFS(flag.Arg(0)))
	if err != nil {
		log.Fatal(err)
	}
	space, err := solver.Compile(context.Background(), set, asOf, solver.Config{NoCircuit: true})
	if err != nil {
		log.Fatal(asof.Hint(err))
	}
	log.Fatal(http.ListenAndServe("localhost:8080", validator{space}))
}

type validator struct{ space *solver.Space }

func (v validator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	order, err := config.ReadOrder("order", http.MaxBytesReader(w, r.Body, 1<<20))
	report, why := solver.Report{}, solver.Explanation{}
	if err == nil {
		report, err = v.space.Validate(r.Context(), order)
	}
	if err == nil {
		why, err = v.space.Explain(r.Context(), order)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest) // the order is malformed
		return
	}
	w.Header().Set("Content-Type", "application/json")
	text, _ := jsonw.Marshal(struct {
		Format   string         `json:"format"`
		Verdict  solver.Verdict `json:"verdict"`
		Conflict []solver.Cause `json:"conflict,omitempty"`
	}{source.Format, report.Verdict, why.Causes})
	w.Write(text)
}
