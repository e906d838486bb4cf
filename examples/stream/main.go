// Stream answers each order of a stream with its bill and routing, a refusal or an error (examples/schema/stream.schema.json).
//
//	go run ./examples/stream examples/vanline/product <examples/vanline/product/orders.jsonl
package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"os"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/calendar"
)

func main() {
	p, err := product.Read(os.DirFS(os.Args[len(os.Args)-1]))
	if err == nil {
		err = stream(context.Background(), p, os.Stdin, os.Stdout)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func stream(ctx context.Context, p *product.Product, orders io.Reader, answers io.Writer) error {
	spaces := calendar.New(p.Rules, calendar.Config{Compile: solver.Config{NoCircuit: true}})
	resolvers, err := product.NewResolvers(spaces, p)
	if err != nil {
		return err
	}
	out := json.NewEncoder(answers)
	out.SetEscapeHTML(false)
	for o, err := range config.Orders("orders", orders) {
		var answer any
		if err == nil {
			answer, err = resolvers.Resolve(ctx, o)
		}
		if refusal := (*product.Refusal)(nil); errors.As(err, &refusal) {
			answer = refusal
		} else if err != nil {
			answer = map[string]string{"format": source.Format, "error": err.Error()}
		}
		if err := out.Encode(answer); err != nil {
			return err
		}
	}
	return nil
}
