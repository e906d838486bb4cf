package source

import "slices"

// Keys are the keys that a mapping may have. It is immutable.
type Keys struct {
	ordered []string
	known   map[string]bool
}

// NewKeys returns keys; among equally near ones the first is suggested.
func NewKeys(keys ...string) *Keys {
	k := &Keys{slices.Clone(keys), make(map[string]bool, len(keys))}
	for _, key := range keys {
		k.known[key] = true
	}
	return k
}

// misspelled is the cause of the defects of one key that is meant to be another,
// in whatever mapping of a file it stands.
type misspelled struct {
	file       *File
	key, meant string
}

// Expect says which keys the object may have, before any of them is read. A key
// that is none of them, but near to one that is not there, or short for it, reads as that one:
// whatever lacks it would only follow from the mistake. [Object.Rest] and
// [Object.Done] report it.
func (o *Object) Expect(keys *Keys) {
	if o.broken {
		return
	}
	for i, f := range o.node.Fields {
		if keys.known[f.Key.Text] || f.Key.guessed {
			continue
		}
		meant, near := o.list.meant(f.Key.Text, Except(slices.Values(keys.ordered), func(key string) bool {
			_, there := o.fields[key]
			return there
		}))
		if !near {
			continue
		}
		if len(o.misspelled) == 0 {
			o.all = slices.Clone(o.all)
		}
		key := *f.Key
		key.Text = meant
		o.all[i] = Field{&key, f.Value}
		o.fields[meant] = o.all[i]
		o.misspelled = append(o.misspelled, i)
	}
}

// reportMisspelled reports the keys that Expect took for others.
func (o *Object) reportMisspelled() {
	for _, i := range o.misspelled {
		key, meant := o.node.Fields[i].Key, o.all[i].Key.Text
		d := key.Defect("unknown key "+key.Text+" in "+o.what, "did you mean "+meant+"?")
		o.list.AddOnce(misspelled{key.file, key.Text, meant}, d)
	}
	o.misspelled = nil
}
