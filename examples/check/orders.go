package main

import (
	"errors"
	"io"
	"io/fs"

	"github.com/confspace/confspace/bom/product"
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// names returns the catalog in which codes are looked up: that of the product or, if a
// file has defects, the catalog that could be read beside them; nil if there is none.
func names(dir fs.FS, p *product.Product) *config.Catalog {
	if p != nil {
		return p.Catalog
	}
	name, err := source.OneOf(dir, "options.yaml", "options.json")
	if err != nil {
		return nil // Read has told it
	}
	var cat *config.Catalog
	_ = source.Open(dir, name, func(r io.Reader) (err error) {
		cat, err = config.ReadCatalog(name, r)
		return err
	})
	return cat
}

// checkOrders reads the orders of a directory, if it has any, and returns them and their
// defects: lines that are not orders, ids used twice and, if cat is not nil, unknown
// codes, plants and dates.
func checkOrders(dir fs.FS, cat *config.Catalog) ([]config.Order, error) {
	const name = "orders.jsonl"
	file, err := dir.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var list source.List
	orders, err := config.ReadOrders(name, file)
	list.AddError(source.Place{File: name}, err)
	if cat != nil {
		for _, o := range orders {
			_, err := o.Bind(cat)
			list.AddError(source.Place{File: name}, err)
		}
	}
	return orders, list.Err()
}
