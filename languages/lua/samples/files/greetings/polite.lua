local polite = {}

function polite.greet(name)
  return "Hello, " .. name .. "!"
end

return polite
