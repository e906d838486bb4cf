package source

import "context"

// NeedContext panics in words if a context is nil, as functions that take one do:
// pkg is the name of their package.
func NeedContext(pkg string, ctx context.Context) {
	if ctx == nil {
		panic(pkg + ": the context is nil; context.Background() is one that never ends")
	}
}
