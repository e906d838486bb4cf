package main

import (
	"bytes"
	"errors"
	"io/fs"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// checkOrders reads the orders of a directory, if it has any, and returns their
// defects: lines that are not orders, ids used twice and, if cat is not nil, unknown
// codes, plants and dates.
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
