%w[GREETING HOME LANG].each { |name| puts ENV[name] }
