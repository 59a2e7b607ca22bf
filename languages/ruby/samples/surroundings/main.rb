# Prints all that a program can find of how it was started.
p __FILE__, $0, __dir__, __method__, caller, self.to_s
p ARGV, ARGV.map(&:frozen?), ARGV.map(&:encoding), ARGV.frozen?
p $LOADED_FEATURES, $LOAD_PATH
p global_variables.sort, local_variables, Object.constants.sort, private_methods(false).sort
p ENV.to_h, Dir.pwd, Dir.children('.').sort, File.umask
p Encoding.default_external, Encoding.default_internal, Encoding.find('locale'), Encoding.find('filesystem'), __ENCODING__
p Thread.list.size, $stdin.lineno, $., $_, $~, $!, $stdout.sync, $stderr.sync, $VERBOSE, $DEBUG
p Signal.list.keys.reject { |name| %w[EXIT KILL STOP VTALRM BUS SEGV ILL FPE CLD CHLD].include?(name) }.to_h { |name| [name, trap(name, 'DEFAULT')] }
p Dir.children('/proc/self/fd').sort_by(&:to_i).map { |fd| File.readlink("/proc/self/fd/#{fd}").sub(/\d+/, '') rescue fd }.sort
p DATA.pos, DATA.lineno, DATA.read
p $stdin.gets, $stdin.read

def outer = inner { |hash| hash.fetch(:nope) }
def inner = yield({})

begin
  outer
rescue KeyError => error
  puts error.full_message(highlight: false)
  p error.backtrace_locations.map { |place| [place.path, place.absolute_path, place.lineno] }
end
at_exit { puts 'registered first' }
at_exit { puts 'registered last' }
warn 'warned', uplevel: 0
nil.upcase
__END__
data of the program
