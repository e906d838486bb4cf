package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/confspace/confspace/config"
)

// lists are the lists of -list: a line for each entry, first the name that
// other flags take.
var lists = map[string]func(io.Writer, *session) error{
	"orders":     listOrders,
	"families":   listFamilies,
	"attributes": listAttributes,
}

func listOrders(w io.Writer, s *session) error {
	return columns(w, func(w io.Writer) {
		for _, o := range s.orders {
			kind := "complete"
			if o.Partial {
				kind = "partial"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\toptions: %d\n", o.ID, o.Point(), kind, len(o.Options))
		}
	})
}

func listFamilies(w io.Writer, s *session) error {
	cat := s.product.Catalog
	return columns(w, func(w io.Writer) {
		for f := range config.FamilyID(cat.NumFamilies()) {
			family := cat.Family(f)
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", family.Code, family.Name, family.Select, strings.Join(codes(cat, family.Options), " "))
		}
	})
}

func listAttributes(w io.Writer, s *session) error {
	cat := s.product.Catalog
	return columns(w, func(w io.Writer) {
		for a := range config.AttributeID(cat.NumAttributes()) {
			attribute := cat.Attribute(a)
			fmt.Fprintf(w, "%s\t%s\n", attribute.Name, attribute.Unit)
		}
	})
}

// columns writes lines with tabs in columns.
func columns(w io.Writer, write func(io.Writer)) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	write(out)
	return out.Flush()
}

func codes(cat *config.Catalog, options []config.OptionID) []string {
	all := make([]string, len(options))
	for i, o := range options {
		all[i] = cat.Code(o)
	}
	return all
}
