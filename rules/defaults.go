package rules

import (
	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
)

// Default is a [config.Default] of an option, with its condition bound.
type Default struct {
	Option config.OptionID `json:"option"`
	Rank   int             `json:"rank"` // within its family: 1 comes first
	When   Expr            `json:"when"` // true where the option is always preferred
	Place  source.Place    `json:"place,omitzero"`
}

// Defaults returns the defaults of the catalog's options, in the order of the catalog; also those of
// options that are not in force. The slice is the set's; do not modify it.
func (s *Set) Defaults() []Default { return s.defaults }

// bindDefaults binds the defaults of the catalog's options; defects go to list.
func bindDefaults(cat *config.Catalog, list *source.List) (out []Default) {
	for o := range config.OptionID(cat.NumOptions()) {
		for k, d := range cat.Option(o).Defaults {
			when := True(cat)
			if d.When != "" {
				locate := func(i, width int, msg, hint string) source.Defect {
					return cat.WithinDefault(o, k, i, width, msg, hint)
				}
				var ok bool
				if when, ok = ParseAt(cat, d.When, locate, list); !ok {
					continue
				}
			}
			out = append(out, Default{o, d.Rank, when, d.Place})
		}
	}
	return out
}
