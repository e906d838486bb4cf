package config

import (
	"errors"
	"io"
)

// ReadOrders reads orders from JSON lines.
func ReadOrders(name string, r io.Reader) ([]Order, error) {
	return nil, errors.New("reading orders is not there yet")
}

// WriteOrders writes orders as JSON lines.
func WriteOrders(w io.Writer, orders []Order) error {
	return errors.New("writing orders is not there yet")
}
