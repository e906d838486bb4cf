// Stream resolves a stream of orders: for each line of JSON a line with a bill and a routing, a refusal or an error.
//
//	go run ./examples/stream examples/vanline/product <examples/vanline/product/orders.jsonl
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"log"
	"os"
	"strings"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/solver"
)

func main() {
	p, err := product.Read(os.DirFS(os.Args[len(os.Args)-1]))
	if err == nil {
		err = stream(context.Background(), p, bufio.NewScanner(os.Stdin), json.NewEncoder(os.Stdout))
	}
	if err != nil {
		log.Fatal(err)
	}
}

func stream(ctx context.Context, p *product.Product, lines *bufio.Scanner, answers *json.Encoder) (err error) {
	resolvers := make(map[config.Point]*product.Resolver) // one for each day and plant
	resolve := func(line string) (any, error) {
		orders, err := config.ReadOrders("order", strings.NewReader(line))
		if err != nil || len(orders) == 0 {
			return nil, err
		}
		at := orders[0].Point()
		if resolvers[at] == nil {
			space, err := solver.Compile(ctx, p.Rules, at, solver.Config{NoCircuit: true})
			if err != nil {
				return nil, err
			}
			if resolvers[at], err = product.NewResolver(space, p); err != nil {
				return nil, err
			}
		}
		return resolvers[at].Resolve(ctx, orders[0])
	}
	for err == nil && lines.Scan() {
		answer, failed := resolve(lines.Text())
		if refusal := (*product.Refusal)(nil); errors.As(failed, &refusal) {
			answer = refusal
		} else if failed != nil {
			answer = map[string]string{"error": failed.Error()}
		}
		err = answers.Encode(answer)
	}
	return errors.Join(err, lines.Err())
}
