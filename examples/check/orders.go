package main

import (
	"bytes"
	"errors"
	"io/fs"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// checkOrders reads the orders of a directory, if it has any, and returns what is
// wrong with them: lines that are no orders, ids that are there twice and, if cat is
// not nil, codes, plants and dates that the product does not know.
func checkOrders(dir fs.FS, cat *config.Catalog) error {
	const name = "orders.jsonl"
	text, err := fs.ReadFile(dir, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var list source.List
	_, err = config.ReadOrders(name, bytes.NewReader(text))
	list.AddError(source.Place{File: name}, err)
	for order, err := range config.Orders(name, bytes.NewReader(text)) {
		if err == nil && cat != nil {
			_, err = order.Bind(cat)
			list.AddError(source.Place{File: name}, err)
		}
	}
	return list.Err()
}
